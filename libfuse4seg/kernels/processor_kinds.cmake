# Loops that are compiled once for each kind of processor.

# f4s_processor_kinds(LOOPS): LOOPS_any.cc, LOOPS_avx2.cc and LOOPS_avx512.cc for theirs, of which RunnableKinds()
# (base/vector_instructions.h) chooses.  Multiplication and addition may become one operation in all of them.
function(f4s_processor_kinds loops)
  set(flags -ffp-contract=fast -Wno-psabi)
  set_source_files_properties(${loops}_any.cc PROPERTIES COMPILE_OPTIONS "${flags}")
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set_source_files_properties(${loops}_avx2.cc PROPERTIES COMPILE_OPTIONS "${flags};-mavx2;-mfma")
    set_source_files_properties(${loops}_avx512.cc PROPERTIES
      COMPILE_OPTIONS "${flags};-march=x86-64-v4;-mprefer-vector-width=512")
  else()
    set_source_files_properties(${loops}_avx2.cc ${loops}_avx512.cc PROPERTIES COMPILE_OPTIONS "${flags}")
  endif()
endfunction()
