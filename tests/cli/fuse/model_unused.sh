# An image whose name the model does not know, while it lacks one of its own: said; the other alone would be taken for a fusion.
#> ["model.unused"]
#> []
grey_png "6 4" {10..33} >a.png; grey_png "6 4" {30..53} >b.png
f4s-fuse mr=a.png ct=b.png -o one --model harvard | cases | jq -c '[.findings[]?.code]'
f4s-fuse mri=a.png ct=b.png -o two --model harvard | cases | jq -c '[.findings[]?.code]'
