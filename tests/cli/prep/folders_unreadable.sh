# A study whose folder or file may not be read, and an output that may not be written: 74 or 66 and 73, with the path.
#> 74
#> 74
#> 73
#? stderr *in/B: Permission denied*io.read*in/A/A_t1.nii: Permission denied*io.read*ro/out*[!q]
mkdir -p in/A in/B ro; nifti t1 in/A/A_t1.nii; cp in/A/A_t1.nii in/B/B_t1.nii
need_unprivileged
chmod 000 in/B; unprivileged f4s-prep in -o o1 >/dev/null; echo $?; chmod 755 in/B; rm -r in/B
chmod 000 in/A/A_t1.nii; unprivileged f4s-prep in -o o2 >/dev/null; echo $?; chmod 644 in/A/A_t1.nii
chmod 555 ro; unprivileged f4s-prep in -o ro/out >/dev/null; echo $?
