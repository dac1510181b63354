# Where a slice lies in its volume: whole numbers in range, or the record is refused; a volume that its slices do not
# justify is refused before memory is taken; so is a matrix that sends pixels far away, or is none that a header may have.
#> 1.5 1e300 9.3e18 -1 "7": 65 65 65 65 65
#> slices 0 1.5 1e300: 65 65 65
#> size 8.5 0 1e300: 65 65 65
#> 77.0: 0
#> huge: 65
#> far away: 65 65 65 65
#> maps: 65 65 65
#> id null true: 65 65
#? stderr *
grey_png "8 8" $(seq 0 63) >s.png
rec() {
  jq -nc --argjson change "$1" '{schema:"f4s.case/1",id:"x",images:{a:"s.png",b:"s.png"},label:"s.png",prediction:"s.png",
    geometry:{size:[8,8],volume:{id:"v",axis:"axial",slice:3,slices:1,size:[8,8,8],voxel_from_pixel:[[1,0,0],[0,1,0],[0,0,3]],
    world_from_voxel:[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]}}} | .geometry.volume += $change'
}
code() { rec "$1" >r.ndjson; (ulimit -v 2000000; timeout 20 f4s-metrics r.ndjson --by volume --format none); echo $?; }
all() { for value in "${@:2}"; do code "{\"$1\":$value}"; done | xargs; }
echo "1.5 1e300 9.3e18 -1 \"7\": $(all slice 1.5 1e300 9.3e18 -1 '"7"')"
echo "slices 0 1.5 1e300: $(all slices 0 1.5 1e300)"
echo "size 8.5 0 1e300: $(all size '[8,8,8.5]' '[8,8,0]' '[8,8,1e300]')"
echo "77.0: $(all slice 7.0)"
echo "huge: $(all size '[65535,65535,1]')"
echo "far away: $(all voxel_from_pixel '[[1e-20,0,0],[0,1e-20,0],[0,0,3]]' '[[1e20,0,1e20],[0,1e20,0],[0,0,1e300]]' '[[1,0,500],[0,1,0],[0,0,3]]' '[[1,0,0],[0,1,0],[0,0,900]]')"
echo "maps: $(all world_from_voxel '[[1,0,0,0],[0,1,0,0],[0,0,1,0],[1,2,3,4]]' '[[1,0.5,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]' '[[0,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]')"
echo "id null true: $(all id null true)"
