# Makes comments_benjamini_hochberg.json and comments_ewma.json with R.
# Run from the root of the repository: Rscript tests/csat/insight/golden/make/comments.R
library(jsonlite)

write_golden <- function(name, source, call, input, expected) {
  body <- list(source = source, call = call, versions = list(R = as.character(getRversion())),
               input = input, expected = expected)
  path <- file.path("tests/csat/insight/golden", paste0("comments_", name, ".json"))
  write(toJSON(body, auto_unbox = TRUE, digits = 15), path)
}

# p values of table 1 in Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300, and a list with ties.
paper <- c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1)
mixed <- c(.04, .01, .01, .2, .9, .03, .04)
write_golden("benjamini_hochberg", "R stats; p values of Benjamini and Hochberg (1995), table 1",
  "p.adjust(p, method = \"BH\")", list(paper = paper, mixed = mixed),
  list(paper = p.adjust(paper, "BH"), mixed = p.adjust(mixed, "BH")))

# 12 months of baseline, 6 watched, one theme.
counts <- c(1, 2, 0, 3, 1, 2, 2, 1, 0, 2, 3, 1, 2, 1, 4, 5, 6, 8)
totals <- c(40, 42, 38, 45, 41, 39, 44, 40, 36, 43, 47, 41, 42, 38, 44, 45, 40, 46)
watched <- 13:18
smooth <- function(x) as.numeric(stats::filter(.3 * x, .7, method = "recursive"))
rate <- (sum(counts[1:12]) + .5) / sum(totals[1:12])
excess <- smooth(counts[watched] - totals[watched] * rate)
variance <- as.numeric(stats::filter(.09 * totals[watched] * rate, .49, method = "recursive"))
weight <- smooth(totals[watched])[6]
set.seed(1)
highest <- replicate(100000, {
  p <- rgamma(1, sum(counts[1:12]) + .5, sum(totals[1:12]))
  max(smooth(rpois(6, p * totals[watched]) - totals[watched] * rate) / sqrt(variance))
})
limit <- unname(quantile(highest, 1 - .05 * 6 / 12))
write_golden("ewma", "R stats::filter, rgamma, rpois", "filter(.3 * x, .7, method = \"recursive\"); 100,000 simulated worlds",
  list(counts = counts, totals = totals),
  list(level = rate + excess[6] / weight, limit = rate + limit * sqrt(variance[6]) / weight,
       since = 11 + which(excess > limit * sqrt(variance))[1]))
