"""The steps of one build between the stages, as `pipeline` takes them: judged, released, drawn, indexed, gated."""
