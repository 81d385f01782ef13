"""The scripted tour: a whole read of a demo case by mouse and keyboard, which sees only what is on the screen."""
