# The output in the input's own place is refused before anything is touched.
#? exit 73
#? stderr f4s-prep: *in: exists*
mkdir in; cp -r "$DATA/phantom/phantom_0000" in; f4s-prep in -o in >/dev/null; code=$?
diff -r in/phantom_0000 "$DATA/phantom/phantom_0000" && exit $code
