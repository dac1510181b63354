# A folder in the place of an image or of its data, and a name with a zero byte, are errors of their case alone.
#> 8 one=input.not_regular two=ok three=input.not_regular four=metaimage.detached five=dicom.none six=input.missing
#? stderr *p.png: is a folder: wanted a regular file*ElementDataFile is '\\x00d'*
nrrd "16 16 1" {0..255} >a.nrrd; mkdir p.png d q.nrrd
head="ObjectType = Image\nNDims = 3\nDimSize = 16 16 1\nElementType = MET_UCHAR\nElementDataFile = "
printf "${head}d\n" >folder.mhd; printf "$head\\0d\n" >zero.mhd
for one in one=p.png two=a.nrrd three=folder.mhd four=zero.mhd five=q.nrrd 'six=a.nrrd\u0000.png'; do
  echo "{\"schema\":\"f4s.case/1\",\"id\":\"${one%%=*}\",\"images\":{\"a\":\"${one#*=}\",\"b\":\"a.nrrd\"}}"
done >cases.ndjson
f4s-fuse cases.ndjson -o out --method average --keep-going >out.ndjson; code=$?
echo "$code $(cases <out.ndjson | jq -r '"\(.id)=\(.error.code // "ok")"' | xargs)"
