# --register rigid looks at modalities on the reference's grid too; where they lie well nothing is moved or interpolated, and a finding says so.
#> ["flair","t1ce","t2"] headers headers headers
#> registration.no_gain registration.no_gain registration.no_gain
f4s-prep "$DATA/phantom" --ids '*_0000' -o rigid --register rigid | cases >cases
head -1 cases | jq -r '"\(.registration | keys) \([.registration[].kept] | join(" "))"'; head -1 cases | jq -r '[.findings[].code] | join(" ")'
f4s-prep "$DATA/phantom" --ids '*_0000' -o none --register none --format none
diff <(digest rigid/images) <(digest none/images)
