INSERT INTO feedback (id, created, kind, verdict, reason, text, question, answer, page, version, program) VALUES
  (3, '2026-11-21 09:30:00.500000', 'thumb', 'down', 'incorrect', '', 'Wat is weging?', 'Weging is een stap. [1]', '', '20261121-a', '0.1.0'),
  (7, '2026-11-22 10:00:00.000000', 'page', NULL, NULL, 'De datum ‘1 januari’ klopt niet;
zie de brief.', '', '', 'kader/weging/', '20261122-b', '0.1.0');
