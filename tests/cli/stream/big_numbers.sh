# Whole numbers beyond 2^53 and long decimals in unknown fields keep their value.
#> "serial":12345678901234567890,"x":0.1234567890123456
(slices 1 | sed 's/^{/{"serial":12345678901234567890,"x":0.1234567890123456,/'; ended) | f4s-fuse - -o out --method average | grep -oE '"serial":[0-9]+,"x":[0-9.]+'
