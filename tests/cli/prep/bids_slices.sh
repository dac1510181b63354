# --bids with slices: 65, and what makes volumes.
#? exit 65
#? stderr f4s-prep: *is no volume: BIDS has no slices (f4s-prep --volumes makes volumes)*
f4s-prep "$DATA/phantom" -o data --ids '*_0000' --bids bids --format none
