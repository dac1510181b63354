# The loops over strips once for each kind of processor.

f4s_processor_kinds(kernels/strip/strip_kernels)
