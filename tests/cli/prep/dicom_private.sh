# Nothing of the patient reaches a record, a file's name or a message.
#? stderr *
p=("set=0010,0010:Plant^Name" "set=0010,0020:PLANTid" "set=0008,0080:PLANThouse" "set=0018,1030:PLANTed" 'set=0008,0008:ORIGINAL\PLANT' "set=0018,0024:PLANTseq")
make_dicom in/Plant_Name/a "${p[@]}" "set=0008,103e:t1 PLANTed" series=1.2.1; make_dicom in/Plant_Name/b "${p[@]}" set=0008,103e:PLANT series=1.2.2
make_dicom in/Plant_Name/c "${p[@]}" set=0008,103e:t2 series=1.2.3 repeats=2 fact=0018,1060 values=1,2; make_dicom in/Plant_Name/d "${p[@]}" "set=0008,103e:t2 PLANT" series=1.2.4
mv in/Plant_Name/ here; cd here || exit 3; rm *.nrrd
(f4s-prep t1=a -o ../o1 -v --volumes --brain none; f4s-prep . -o ../o2 -v --volumes --brain none; f4s-prep t1=c -o ../o3 -v; f4s-prep . -o ../o4 -v --volumes --modalities t1) >../all 2>&1
cd .. || exit 3; [[ -s o1/cases.ndjson && -s o4/cases.ndjson ]] || exit 3
! grep -ri plant all o? && ! find o? | grep -i plant
