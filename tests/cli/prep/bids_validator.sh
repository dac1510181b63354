# The public bids-validator finds no error in what --bids writes.
#> 0 errors
validator=$(command -v bids-validator-deno || command -v bids-validator) || { echo "skipped: no bids-validator is installed"; exit 77; }
f4s-prep "$DATA/phantom" -o data --volumes --bids bids --format none
f4s-fuse data -o pairs --method maximum --combinations 2,3 --bids bids --format none
disk=$(mktemp -d -p /tmp) && trap 'rm -rf "$disk"' EXIT  # the validator does not read from memory
cp -r bids "$disk"
"$validator" --json "$disk/bids" >report.json
jq -r '"\([.issues.issues[] | select(.severity == "error")] | length) errors"' report.json
