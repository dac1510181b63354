# Several models vote; they must agree on the classes.
#> 2
#> 65
#? stderr f4s-segment: *c.safetensors: its classes and regions are {"1":"all"} {}, those of a.safetensors*all models must agree*
make_model a.safetensors; make_model b.safetensors '{}' 5; make_model c.safetensors '{"classes":{"1":"all"},"regions":{}}'
run() { f4s-segment "$DATA/prepared" --ids '*_z015' "$@"; }
run -o ab --model a.safetensors --model b.safetensors | run_record | jq '.model | length'; run -o ba --model b.safetensors --model a.safetensors --format none
run -o aa --model a.safetensors --model a.safetensors --format none; run -o a --model a.safetensors --format none
run -o c --model a.safetensors --model c.safetensors >/dev/null; echo $?
diff -r aa/labels a/labels && diff -r ab/labels ba/labels && ! diff -rq ab/labels a/labels >/dev/null
