# A folder without a study is 65 and says what was wanted.
#? exit 65
#? stderr f4s-prep: in: holds no study: wanted a BraTS folder*
mkdir in; f4s-prep in -o out >/dev/null
