//! Messages from their plan to what came back, over messengers that do as they are told.
