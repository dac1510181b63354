# Compressed pixels of another size than the header says are refused, never read as rows that run on.
#? stderr *
# said FOLDER TAG NUMBER: what the header of each file says afterwards, in two bytes.
said() { local file at; for file in "$1"/*; do at=$(grep -obUaP "\\x28\\x00\\x$2\\x00US\\x02\\x00" "$file" | head -1 | cut -d: -f1); patch_bytes "$file" $((at + 8)) "\\x$3\\x00"; done; }
for syntax in jpeg jpegls j2k; do
  make_dicom "good-$syntax" size=40,32,3 syntax=$syntax; f4s-prep a="good-$syntax" -o "o-$syntax" --volumes --brain none --format none || exit 1
  for wrong in "10 28 11 20" "10 10" "10 40" "11 60"; do
    rm -rf bad o; cp -r "good-$syntax" bad; read -r -a words <<<"$wrong"
    for ((i = 0; i < ${#words[@]}; i += 2)); do said bad "${words[i]}" "${words[i + 1]}"; done
    f4s-prep a=bad -o o --volumes --brain none --run-record r.json --format none
    [[ $? = 65 && $(jq -r .error.code r.json) = dicom.pixels && ! -e o/dataset.json ]] || { echo "$syntax $wrong"; jq .error r.json; exit 1; }
  done
done
