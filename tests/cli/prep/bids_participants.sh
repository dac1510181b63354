# Subjects that participants.tsv names and of which there is no case are said; so is a table that cannot be read.
#> ["names 2 subjects of which there is no case: sub-02, sub-03"]
#> []
#> 1 line 2: a quote is opened and not closed in the line
#? stderr *
nifti t1 v.nii; mkdir -p in/sub-01/anat in/sub-02/func; cp v.nii in/sub-01/anat/sub-01_T1w.nii
said() { rm -rf o; f4s-prep in -o o --brain none --volumes | cases | jq -c '[.findings[]? | select(.code == "bids.participants").text | ltrimstr("participants.tsv ")]'; }
printf 'participant_id\tage\nsub-01\t40\nsub-02\t50\n\nsub-03\tn/a\n' >in/participants.tsv; said
printf 'participant_id\tage\nsub-01\t40\n' >in/participants.tsv; said
printf 'participant_id\tage\nsub-01\t"40\n' >in/participants.tsv; said | jq -r '"\(length) \(.[0] | split(": ")[:2] | join(": "))"'
