# One picture of one case, for print: PNG of 300 dpi, SVG that is well-formed and holds its images.
#> 11811 11811 1
#> 6 True
#> 2 report.figure
#> 2 report.figure
#? stderr *
f4s-report "$DATA/fused" --ids phantom_0000_z016 --figure case.png >/dev/null; f4s-report "$DATA/fused" --ids phantom_0000_z016 --figure case.svg >/dev/null
python3 - <<'END'
import struct
data = open("case.png", "rb").read()
at = data.index(b"pHYs")
print(*struct.unpack(">IIB", data[at + 4:at + 13]))
END
python3 -c 'import xml.etree.ElementTree as e; t = e.parse("case.svg"); n = "{http://www.w3.org/2000/svg}"; print(len(t.findall(f".//{n}image")), all(i.get("href").startswith("data:image/png") for i in t.findall(f".//{n}image")))'
code() { f4s-report "$@" --run-record r.json >/dev/null; echo $? "$(jq -r .error.code r.json)"; }
code "$DATA/fused" --figure case.jpg; code "$DATA/fused" --figure all.png
