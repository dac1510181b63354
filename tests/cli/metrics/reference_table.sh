# Tables show the mean over the cases with a reference where it differs, and not where it does not.
#> 1 0 1
mkdir l p; for i in a b; do grey_png "4 1" 0 1 1 0 | tee l/$i.png >p/$i.png; done; grey_png "4 1" 0 0 0 0 | tee l/c.png >p/c.png
f() { f4s-metrics prediction=p label=l "$@" --format table | grep -c 'n_reference  mean_reference'; }
echo "$(f) $(f --ids '[ab]') $(f4s-metrics prediction=p label=l --format markdown | grep -c 'mean\\_reference')"
