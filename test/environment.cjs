"use strict";

// `npm run lint` checks the types of all programs that tests let the engine run; each run of the engine would do it again.
process.env.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
