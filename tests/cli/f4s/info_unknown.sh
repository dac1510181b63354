# What is of no known kind ends with 65 and says what was looked for, what is missing with 66; the others are answered.
#> 65
#> 66
#> 65
#> 65
#> 2
#> 1
#? stderr f4s: a.txt: is of no kind that the suite reads; looked for a picture (.png*, a volume (.nii*, a model (.safetensors), records*, a DICOM file \[info.kind\]?f4s: none.png: no such file*f4s: empty: is of no kind*looked for a dataset*f4s: c.json: is JSON, but neither*f4s: a.txt*f4s: none*f4s: info: FILE... is missing*
echo text >a.txt; mkdir empty; echo '{"a": 1}' >c.json; colour_png >c.png
f4s info a.txt; echo $?
f4s info none.png; echo $?
f4s info empty; echo $?
f4s info c.json; echo $?
f4s info a.txt none.png c.png >out; [[ $? = 65 ]] || exit 1
f4s info; echo $?
grep -c '^kind  *picture' out
