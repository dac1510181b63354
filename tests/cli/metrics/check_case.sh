# A path in other capitals is found for the user.
#? exit 2
#? stderr f4s-metrics: *'fusion.vif.mean'; did you mean 'fusion.VIF.mean'?*
f4s-metrics "$DATA/fused" --ids phantom_0000_z015 --check 'fusion.vif.mean >= 0.1' >/dev/null
