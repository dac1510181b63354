# --by volume: a volume's record says what its slices' say of the whole study, and names none of their files.
#> {"attention_range":null,"prediction_dicom":null,"probabilities":null,"extra":7}
f4s-fuse "$DATA/prepared" --ids 'phantom_0000_*' -o fused --method average |
  jq -c 'if .schema == "f4s.case/1" then . + {attention_range: {received: [0, 1]}, prediction_dicom: "/s.dcm", probabilities: {"1": "/p.png"}, extra: 7} else . end' |
  f4s-metrics - --by volume | cases | jq -c '{attention_range, prediction_dicom, probabilities, extra}'
