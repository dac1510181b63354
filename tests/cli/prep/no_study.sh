# A folder without a study is 65 and says what was wanted.
#? exit 65
#? stderr f4s-prep: in: holds no study: wanted a BIDS data set (*), a BraTS folder (*a table of cases*
mkdir in; f4s-prep in -o out >/dev/null
