# A study whose folder or file may not be read, and an output that may not be written: 74 or 66 and 73, with the path.
#> 74
#> 74
#> 73
#? stderr *in/B: Permission denied*io.read*in/A/A_t1.nii: Permission denied*io.read*ro/out*[!q]
mkdir -p in/A in/B ro; nifti t1 in/A/A_t1.nii; cp in/A/A_t1.nii in/B/B_t1.nii
# root reads all: as nobody then, or not at all
if [[ $(id -u) = 0 ]]; then
  command -v setpriv >/dev/null || { echo "skipped: root may read anything, and there is no setpriv"; exit 77; }
  chmod 777 . ..; as() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
  as f4s-prep --version >/dev/null 2>&1 && as ls . >/dev/null 2>&1 || { echo "skipped: another user cannot run the tools from here"; exit 77; }
else as() { "$@"; }; fi
chmod 000 in/B; as f4s-prep in -o o1 >/dev/null; echo $?; chmod 755 in/B; rm -r in/B
chmod 000 in/A/A_t1.nii; as f4s-prep in -o o2 >/dev/null; echo $?; chmod 644 in/A/A_t1.nii
chmod 555 ro; as f4s-prep in -o ro/out >/dev/null; echo $?
