-- As whom sessions know a browser: stays the same when its person proves themselves once more and gets another cookie.
ALTER TABLE browser_sessions ADD COLUMN known_as BLOB;
