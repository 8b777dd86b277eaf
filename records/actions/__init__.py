from records.actions.review import approve, change_marking, reopen, return_, review_again_by, submit, withdraw

__all__ = ["approve", "change_marking", "reopen", "return_", "review_again_by", "submit", "withdraw"]
