-- Published facts of the programme. Amounts in euro as published, kept in cents.
-- The four individual-support lines add up to 4 678 630.56 of 4 680 000.00 EUR: 1 369.44 EUR stay unallocated on the parent.
-- The line VEC is read as 551 events for 600 000 EUR from a row printed without a separator; to be confirmed by the agency.
INSERT INTO funding_line (code, parent, name_lv, name_en, point, starts, ends, target_count, target_unit, cents, mode, note) VALUES
    ('IAP', NULL, 'Individualizēta atbalsta sniegšana izglītojamiem saskaņā ar individuālu plānu',
     'Individual support for learners by individual plan (IAP)', '23.3',
     '2025-03-01', '2027-05-31', 14946, 'learners', 468000000, 'quota', 'sub-lines add up to 4678630.56; 1369.44 unallocated'),
    ('IAP-LAS', 'IAP', 'Pedagoga atbalsts grupās lasītprasmes veicināšanai 1.-3. klasē',
     'Teacher support in groups for reading in grades 1-3', '23.3.1.1',
     '2025-03-01', '2026-05-31', 3698, 'learners', 109296432, 'quota', ''),
    ('IAP-KONS', 'IAP', 'Pedagoga konsultācijas mācību priekšmetos (liecība / atkārtoti 9. klase)',
     'Subject consultations for learners with a transcript only or repeating grade 9', '23.3.1.2',
     '2025-03-01', '2026-05-31', 596, 'learners', 86041872, 'quota', ''),
    ('IAP-SPEC', 'IAP', 'Atbalsta personāla atbalsts riska grupas izglītojamiem',
     'Support staff for learners at risk', '23.3.1.3',
     '2025-03-01', '2026-05-31', 9956, 'learners', 165218112, 'quota', ''),
    ('IAP-MENT', 'IAP', 'Izglītojamo mentora individuāls atbalsts no 13 gadu vecuma',
     'Individual support by a learner mentor from 13 years', '23.3.2',
     '2026-02-01', '2027-05-31', 696, 'learners', 107306640, 'quota', ''),
    ('INIC', NULL, 'Skolas - kopienas iniciatīvu projekti',
     'School-community initiative projects', '23.5.1',
     '2025-09-01', '2028-12-31', 300, 'projects', 210000000, 'competitive', '7000.00 a project'),
    ('PART', NULL, 'Izglītības iestāžu partnerības projekti',
     'Partnership projects of education institutions', '23.5.2',
     '2025-09-01', '2027-12-31', 200, 'projects', 100000000, 'competitive', '5000.00 a project'),
    ('VEC', NULL, 'Mērķsadarbības un izglītojoši pasākumi vecākiem un lasītprasmes veicināšanas pasākumi',
     'Events for parents and reading promotion', '23.7.2',
     '2025-09-01', '2029-05-31', 551, 'events', 60000000, 'quota', 'to be confirmed: 551/600000 or 55/1600000');

-- The agency (VIAA), and the 42 municipalities since 01.07.2025. Registration numbers are public law's; all but one were not
-- checked against the register, which registration_status says.
INSERT INTO organisation (kind, name, registration_number, registration_status, region, atvk, iso_3166_2) VALUES
    ('agency', 'Valsts izglītības attīstības aģentūra', '90001800413', 'document', NULL, NULL, NULL),
    ('municipality', 'Rīgas valstspilsētas pašvaldība', '90011524360', 'unverified', 'Rīga', '0001000', 'LV-RIX'),
    ('municipality', 'Daugavpils valstspilsētas pašvaldība', '90000077325', 'unverified', 'Latgale', '0002000', 'LV-DGV'),
    ('municipality', 'Jelgavas valstspilsētas pašvaldība', '90000042516', 'unverified', 'Zemgale', '0003000', 'LV-JEL'),
    ('municipality', 'Jūrmalas valstspilsētas pašvaldība', '90000056357', 'unverified', 'Rīga', '0004000', 'LV-JUR'),
    ('municipality', 'Liepājas valstspilsētas pašvaldība', '90000063185', 'unverified', 'Kurzeme', '0005000', 'LV-LPX'),
    ('municipality', 'Rēzeknes valstspilsētas pašvaldība', '90000025465', 'unverified', 'Latgale', '0006000', 'LV-REZ'),
    ('municipality', 'Ventspils valstspilsētas pašvaldība', '90000051970', 'unverified', 'Kurzeme', '0007000', 'LV-VEN'),
    ('municipality', 'Aizkraukles novada pašvaldība', '90000074812', 'unverified', 'Zemgale', '0020000', 'LV-002'),
    ('municipality', 'Alūksnes novada pašvaldība', '90000018622', 'unverified', 'Vidzeme', '0021000', 'LV-007'),
    ('municipality', 'Augšdaugavas novada pašvaldība', '90009117568', 'unverified', 'Latgale', '0022000', 'LV-111'),
    ('municipality', 'Ādažu novada pašvaldība', '90000048472', 'unverified', 'Rīga', '0023000', 'LV-011'),
    ('municipality', 'Balvu novada pašvaldība', '90009115622', 'unverified', 'Latgale', '0024000', 'LV-015'),
    ('municipality', 'Bauskas novada pašvaldība', '90009116223', 'unverified', 'Zemgale', '0025000', 'LV-016'),
    ('municipality', 'Cēsu novada pašvaldība', '90000031048', 'unverified', 'Vidzeme', '0026000', 'LV-022'),
    ('municipality', 'Dienvidkurzemes novada pašvaldība', '90000058625', 'unverified', 'Kurzeme', '0027000', 'LV-112'),
    ('municipality', 'Dobeles novada pašvaldība', '90009115092', 'unverified', 'Zemgale', '0028000', 'LV-026'),
    ('municipality', 'Gulbenes novada pašvaldība', '90009116327', 'unverified', 'Vidzeme', '0029000', 'LV-033'),
    ('municipality', 'Jelgavas novada pašvaldība', '90009118031', 'unverified', 'Zemgale', '0030000', 'LV-041'),
    ('municipality', 'Jēkabpils novada pašvaldība', '90000024205', 'unverified', 'Zemgale', '0031000', 'LV-042'),
    ('municipality', 'Krāslavas novada pašvaldība', '90001267487', 'unverified', 'Latgale', '0032000', 'LV-047'),
    ('municipality', 'Kuldīgas novada pašvaldība', '90000035590', 'unverified', 'Kurzeme', '0033000', 'LV-050'),
    ('municipality', 'Ķekavas novada pašvaldība', '90000048491', 'unverified', 'Rīga', '0034000', 'LV-052'),
    ('municipality', 'Limbažu novada pašvaldība', '90009114631', 'unverified', 'Vidzeme', '0035000', 'LV-054'),
    ('municipality', 'Līvānu novada pašvaldība', '90000065595', 'unverified', 'Latgale', '0036000', 'LV-056'),
    ('municipality', 'Ludzas novada pašvaldība', '90000017453', 'unverified', 'Latgale', '0037000', 'LV-058'),
    ('municipality', 'Madonas novada pašvaldība', '90000054572', 'document', 'Vidzeme', '0038001', 'LV-059'),
    ('municipality', 'Mārupes novada pašvaldība', '90000012827', 'unverified', 'Rīga', '0039000', 'LV-062'),
    ('municipality', 'Ogres novada pašvaldība', '90000024455', 'unverified', 'Vidzeme', '0040000', 'LV-067'),
    ('municipality', 'Olaines novada pašvaldība', '90000024332', 'unverified', 'Rīga', '0041000', 'LV-068'),
    ('municipality', 'Preiļu novada pašvaldība', '90000065720', 'unverified', 'Latgale', '0042000', 'LV-073'),
    ('municipality', 'Rēzeknes novada pašvaldība', '90009112679', 'unverified', 'Latgale', '0043000', 'LV-077'),
    ('municipality', 'Ropažu novada pašvaldība', '90000067986', 'unverified', 'Rīga', '0044000', 'LV-080'),
    ('municipality', 'Salaspils novada pašvaldība', '90000024008', 'unverified', 'Rīga', '0045000', 'LV-087'),
    ('municipality', 'Saldus novada pašvaldība', '90009114646', 'unverified', 'Kurzeme', '0046000', 'LV-088'),
    ('municipality', 'Saulkrastu novada pašvaldība', '90000068680', 'unverified', 'Rīga', '0047000', 'LV-089'),
    ('municipality', 'Siguldas novada pašvaldība', '90000048152', 'unverified', 'Rīga', '0048000', 'LV-091'),
    ('municipality', 'Smiltenes novada pašvaldība', '90009067337', 'unverified', 'Vidzeme', '0049000', 'LV-094'),
    ('municipality', 'Talsu novada pašvaldība', '90009113532', 'unverified', 'Kurzeme', '0051000', 'LV-097'),
    ('municipality', 'Tukuma novada pašvaldība', '90000050975', 'unverified', 'Kurzeme', '0052000', 'LV-099'),
    ('municipality', 'Valkas novada pašvaldība', '90009114839', 'unverified', 'Vidzeme', '0053000', 'LV-101'),
    ('municipality', 'Valmieras novada pašvaldība', '90000043403', 'unverified', 'Vidzeme', '0054000', 'LV-113'),
    ('municipality', 'Ventspils novada pašvaldība', '90000052035', 'unverified', 'Kurzeme', '0056000', 'LV-106');

-- Cooperation partners in the order of the list published on 24.02.2025. The five schools were published without registration
-- numbers; their regions are those of the municipalities they stand in.
INSERT INTO organisation (kind, name, region, partner_position) VALUES
    ('vocational', 'Saldus tehnikums', 'Kurzeme', 17),
    ('vocational', 'Staņislava Broka Daugavpils mūzikas vidusskola', 'Latgale', 18),
    ('vocational', 'Aizkraukles Profesionālā vidusskola', 'Zemgale', 19),
    ('vocational', 'Liepājas Mūzikas, mākslas un dizaina vidusskola', 'Kurzeme', 20),
    ('vocational', 'Ogres tehnikums', 'Vidzeme', 21);

UPDATE organisation o
   SET partner_position = p.position
  FROM (VALUES ('0036000', 1), ('0031000', 2), ('0053000', 3), ('0048000', 4), ('0038001', 5),
               ('0026000', 6), ('0052000', 7), ('0051000', 8), ('0042000', 9), ('0037000', 10),
               ('0024000', 11), ('0006000', 12), ('0003000', 13), ('0001000', 14), ('0049000', 15), ('0033000', 16)) AS p (atvk, position)
 WHERE o.atvk = p.atvk;
