# --bids into a folder of somebody else: 73, and nothing there is touched.
#? exit 73
#? stderr f4s-prep: *exists, and is no BIDS derivative of fuse4seg*
mkdir bids; echo '{"Name":"raw","BIDSVersion":"1.8.0"}' >bids/dataset_description.json
f4s-prep "$DATA/phantom" -o data --ids '*_0000' --volumes --bids bids --format none
code=$?; [[ $(ls bids) == dataset_description.json ]] || exit 1
exit $code
