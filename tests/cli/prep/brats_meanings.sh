# Label values mean what the challenge of a study's name gave them; what is assumed is a finding; what means
# different things is refused before any work, with the words to type.
#> BraTS2021_00001:124 1=necrosis 2=oedema 4=enhancing | WT=1,2,4 TC=1,4 ET=4 |
#> BraTS2021_00001:12 1=necrosis 2=oedema 4=enhancing | WT=1,2,4 TC=1,4 ET=4 |
#> BraTS2021_00001:123 1=necrosis 2=oedema 3=enhancing | WT=1,2,3 TC=1,3 ET=3 | assumed
#> BraTS13_00001:1234 1=necrosis 2=oedema 3=non-enhancing 4=enhancing | WT=1,2,3,4 TC=1,3,4 ET=4 | assumed
#> BraTS-GLI-00001-000:123 1=necrosis 2=oedema 3=enhancing | WT=1,2,3 TC=1,3 ET=3 |
#> BraTS-GLI-00001-000:12 1=necrosis 2=oedema 3=enhancing | WT=1,2,3 TC=1,3 ET=3 |
#> BraTS-GLI-02001-100:1234 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> BraTS-GLI-02001-100:124 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> BraTS-GLI-02001-100:4 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> brats-gli-02001-100:24 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> BraTS-SSA-00001-000:123 1=necrosis 2=oedema 3=enhancing | WT=1,2,3 TC=1,3 ET=3 |
#> BraTS-GoAT-00001:123 1=necrosis 2=oedema 3=enhancing | WT=1,2,3 TC=1,3 ET=3 |
#> BraTS-MEN-00001-000:123 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 |
#> BraTS-MEN-RT-0001-1:1 1=gross tumour volume | GTV=1 |
#> BraTS-MET-00001-000:13 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 |
#> BraTS-MET-00001-000:1234 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> BraTS-PED-00001-000:1234 1=enhancing 2=non-enhancing 3=cystic 4=oedema | WT=1,2,3,4 TC=1,2,3 ET=1 NET=2 CC=3 ED=4 |
#> BraTS-PED-00001-000:12 1=enhancing 2=non-enhancing 3=cystic 4=oedema | WT=1,2,3,4 TC=1,2,3 ET=1 NET=2 CC=3 ED=4 | assumed
#> BraTS2024-GLI-00001-100:124 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> BraTS_GLI_00001_100:124 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> BraTS24_00001:124 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 | assumed
#> BraTS2024GLI_00001:124 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> BraTS_PED_0001:14 1=enhancing 2=non-enhancing 3=cystic 4=oedema | WT=1,2,3,4 TC=1,2,3 ET=1 NET=2 CC=3 ED=4 |
#> BraTS-Africa-0001:123 1=necrosis 2=oedema 3=enhancing | WT=1,2,3 TC=1,3 ET=3 |
#> BRATS_001:123 1=oedema 2=non-enhancing 3=enhancing | WT=1,2,3 TC=2,3 ET=3 | assumed
#> BraTS_24:124 1=necrosis 2=oedema 4=enhancing | WT=1,2,4 TC=1,4 ET=4 |
#> P-1:123 1=necrosis 2=oedema 3=enhancing | WT=1,2,3 TC=1,3 ET=3 | assumed
#> P_1:124 1=necrosis 2=oedema 4=enhancing | WT=1,2,4 TC=1,4 ET=4 | assumed
#> file 1=non-enhancing core 2=FLAIR hyperintensity 3=enhancing 4=resection cavity | WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2 RC=4 |
#> 65 label.value no
#> 65 label.value no
#> 65 dataset.classes no --classes '1=necrosis 2=oedema 3=enhancing 4=enhancing' --regions 'WT=1,2,3,4 TC=1,3,4 ET=3,4'
#> 65 dataset.classes no by --ids 'BraTS2021_0000*'
#> 65 dataset.classes no by --ids 'BraTS-GLI-00001-000*'
#> 65 dataset.classes no --classes '1=necrosis 2=oedema 3=enhancing' --regions 'WT=1,2,3 TC=1,3 ET=3 NETC=1 SNFH=2'
#> 65 dataset.classes check --ids 'BraTS2021_00001*'
#> 0
#> 0
#? stderr *
study() {  # FOLDER ID VALUES
  local id=$2 sep=_ t1=t1 seg=seg values=()
  case $id in [bB]ra[tT][sS]-MEN-RT-*) seg=gtv ;; [bB]ra[tT][sS]-*|P-*) sep=- t1=t1n ;; esac
  [[ $id = BraTS-MEN-RT-* ]] && t1=t1c
  for ((i = 0; i < ${#3}; ++i)); do values+=("${3:i:1}"); done
  mkdir -p "$1/$id"; nrrd "8 1 1" 0 5 9 7 3 2 8 6 >"$1/$id/$id$sep$t1.nrrd"
  nrrd "8 1 1" $(printf '%s\n' 0 "${values[@]}" 0 0 0 0 0 0 0 | head -8) >"$1/$id/$id$sep$seg.nrrd"
}
shown() { jq -r '"\(.classes | to_entries | map("\(.key)=\(.value)") | join(" ")) | \(.regions | to_entries | map("\(.key)=\(.value | join(","))") | join(" ")) |\(if any(.findings[]?; .code == "label.meaning") then " assumed" else "" end)"' "$@"; }
prep() { f4s-prep "$@" -o o --volumes --brain none --format none --run-record r.json; }
for one in BraTS2021_00001:124 BraTS2021_00001:12 BraTS2021_00001:123 BraTS13_00001:1234 BraTS-GLI-00001-000:123 BraTS-GLI-00001-000:12 \
  BraTS-GLI-02001-100:1234 BraTS-GLI-02001-100:124 BraTS-GLI-02001-100:4 brats-gli-02001-100:24 BraTS-SSA-00001-000:123 BraTS-GoAT-00001:123 \
  BraTS-MEN-00001-000:123 BraTS-MEN-RT-0001-1:1 BraTS-MET-00001-000:13 BraTS-MET-00001-000:1234 BraTS-PED-00001-000:1234 BraTS-PED-00001-000:12 BraTS2024-GLI-00001-100:124 BraTS_GLI_00001_100:124 BraTS24_00001:124 BraTS2024GLI_00001:124 BraTS_PED_0001:14 BraTS-Africa-0001:123 BRATS_001:123 BraTS_24:124 P-1:123 P_1:124; do
  rm -rf d o; study d "${one%:*}" "${one#*:}"; prep d; echo "$one $(shown o/cases.ndjson)"
done
# By the name of the label map of one case by its files.
rm -rf d o; study d BraTS-GLI-02001-100 24; prep t1=d/BraTS-GLI-02001-100/BraTS-GLI-02001-100-t1n.nrrd label=d/BraTS-GLI-02001-100/BraTS-GLI-02001-100-seg.nrrd; echo "file $(shown o/cases.ndjson)"
refused() { rm -rf o; prep "$@"; echo $? "$(jq -r .error.code r.json)" "$([[ -e o ]] && echo yes || echo no)" "$(jq -r .error.message r.json | grep -o -e "--classes.*'" -e "by --ids.*'")"; }
for one in BraTS-SSA-00001-000:1234 BraTS-MEN-00001-000:4; do rm -rf d; study d "${one%:*}" "${one#*:}"; refused d | cut -d' ' -f1-3; done
both() { rm -rf d; for one; do study d "${one%:*}" "${one#*:}"; done; }
both BraTS2021_00001:124 BraTS-GLI-00001-000:123; refused d
both BraTS2021_00001:124 BraTS-GLI-02001-100:24 BraTS2021_00002:124; refused d
both BraTS-GLI-00001-000:123 BraTS-PED-00001-000:1234; refused d
both BraTS-GLI-00001-000:123 BraTS-MET-00001-000:123; refused d
both BraTS2021_00001:124 BraTS-GLI-02001-100:24; f4s-prep --check d --brain none --format none --run-record r.json; echo $? "$(jq -r .error.code r.json)" check "$(jq -r .error.message r.json | grep -o -e "--ids.*'")"
rm -rf o; prep d --ids 'BraTS-GLI-[0-9]*'; echo $?
both BraTS2021_00001:124 BraTS-GLI-00001-000:123; rm -rf o; eval "prep d --classes '1=necrosis 2=oedema 3=enhancing 4=enhancing' --regions 'WT=1,2,3,4 TC=1,3,4 ET=3,4'"; echo $?
