"""The same work on engines that exist: Ray, Spark, datatrove. Each module is the only one that knows its engine."""
