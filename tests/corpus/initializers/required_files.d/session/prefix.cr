SESSION_PREFIX = "required:"
