# Run: Rscript tests/csat/insight/golden/make/change_components.R
# Spreads of answers by REML (lme4), on a simulated panel of 150 accounts; the panel is in the golden file.
library(lme4)
library(jsonlite)
set.seed(7)
rows <- list()
next_person <- 0
for (a in 1:150) {
  level <- 72 + 11 * rnorm(1)
  people <- next_person + 1:4
  next_person <- next_person + 4
  effect <- 12 * rnorm(4)
  for (w in 0:7) {
    here <- which(runif(4) < 0.6)
    if (length(here) > 0) {
      y <- level + effect[here] + 10 * rnorm(length(here))
      found <- data.frame(account = a, person = people[here], wave = w, points = round(y, 3))
      rows[[length(rows) + 1]] <- found
    }
  }
}
panel <- do.call(rbind, rows)
fit <- lmer(points ~ 1 + (1 | account) + (1 | person), panel, REML = TRUE)
sds <- as.data.frame(VarCorr(fit))
sd_of <- function(name) sds$sdcor[sds$grp == name]
golden <- list(
  source = "lme4, restricted maximum likelihood",
  call = "lmer(points ~ 1 + (1 | account) + (1 | person), REML = TRUE)",
  versions = list(R = as.character(getRversion()), lme4 = as.character(packageVersion("lme4"))),
  input = as.list(panel),
  expected = list(
    mean = unname(fixef(fit)[1]), account = sd_of("account"),
    person = sd_of("person"), residual = sd_of("Residual")
  )
)
writeLines(toJSON(golden, auto_unbox = TRUE, digits = 12), "tests/csat/insight/golden/change_components.json")
