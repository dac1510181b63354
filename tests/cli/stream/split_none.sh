# A split that no case is in is 65.
#? exit 65
#? stderr f4s-metrics: none of the 97 cases is in split 'dev'*
f4s-metrics "$DATA/fused" --split dev >/dev/null
