# F4S_FUSED_ELEMENTWISE of metric/elementwise.h.
set_source_files_properties(metric/fusion/qabf.cc metric/fusion/ssim.cc PROPERTIES COMPILE_OPTIONS -ffp-contract=fast)
