# Run: Rscript tests/csat/insight/golden/make/change_reviews.R
# Quantiles behind the review of alarms and the number of alarms to expect.
library(jsonlite)
reviewed <- function(real, not_real, promised) {
  shape <- 5 + not_real
  over <- 5 + promised
  list(
    real = real, not_real = not_real, promised = promised,
    precision = (real + 0.5) / (real + not_real + 1),
    precision_low = qbeta(0.025, real + 0.5, not_real + 0.5),
    precision_high = qbeta(0.975, real + 0.5, not_real + 0.5),
    ratio = shape / over, ratio_low = qgamma(0.05, shape, over), ratio_high = qgamma(0.95, shape, over)
  )
}
expected_of <- function(mean) list(mean = mean, low = qpois(0.05, mean), high = qpois(0.95, mean))
golden <- list(
  source = "R's qbeta, qgamma and qpois",
  call = paste(
    "qbeta(c(.025, .975), real + .5, not_real + .5); qgamma(c(.05, .95), 5 + not_real, 5 + promised);",
    "qpois(c(.05, .95), mean)"
  ),
  versions = list(R = as.character(getRversion())), input = list(rate = 0.05),
  expected = list(
    reviews = list(reviewed(7, 5, 6), reviewed(4, 20, 6), reviewed(15, 0, 12), reviewed(0, 12, 12.5)),
    alarms = lapply(c(0, 0.4, 6, 31.25, 100), expected_of)
  )
)
writeLines(toJSON(golden, auto_unbox = TRUE, digits = 14), "tests/csat/insight/golden/change_reviews.json")
