# --help shows what people change, 25 options at most besides the shared ones, and what profiles and methods make of them.
f4s-train --help >help
shared=$(sed -n '/^Shared options:/,/^$/p' help | grep -cE '^  (-[a-z], |    )--')
all=$(grep -cE '^  (-[a-z], |    )--' help)
[[ $((all - shared)) -ge 15 && $((all - shared)) -le 25 ]] || echo "$((all - shared)) options" >&2
tr -s ' \n' ' ' <help | grep -q 'default: tiny 20, small 60, base 140' || echo 'no epochs of the profiles' >&2
f4s-train --help-all | tr -s ' \n' ' ' | grep -q 'default 0.9 (unet 0.99)' || echo 'no momentum of a method' >&2
