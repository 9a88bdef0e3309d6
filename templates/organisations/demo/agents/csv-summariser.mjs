import { readFileSync } from 'node:fs';

const usage =
  'Send me a table as CSV: one header line, then the rows, separated by comma, semicolon or tab. Quoted fields may contain separators and line breaks.';
const separators = [',', ';', '\t'];

class Unusable extends Error {}

/** Records of a CSV text. Quotes as in RFC 4180: doubled inside, any character between them. */
const parse = (text, separator) => {
  const records = [];
  let record = [];
  let field = '';
  let line = 1;
  let quotedAt = 0;
  let closed = false;
  const endField = () => {
    record.push(closed ? field : field.trim());
    field = '';
    closed = false;
  };
  const endRecord = () => {
    endField();
    if (record.length > 1 || record[0] !== '') records.push({ line, fields: record });
    record = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quotedAt > 0) {
      if (char === '"' && text[at + 1] === '"') at += 1;
      else if (char === '"') {
        quotedAt = 0;
        closed = true;
        continue;
      }
      field += char;
    } else if (char === '"' && field.trim() === '' && !closed) {
      field = '';
      quotedAt = records.length + 1;
    } else if (char === separator) endField();
    else if (char === '\n') endRecord();
    else if (closed && !/\s/.test(char)) throw new Unusable(`In line ${line} something follows a closing quote.`);
    else if (!closed) field += char;
    if (char === '\n') line += 1;
  }
  if (quotedAt > 0) throw new Unusable(`A quoted field of record ${quotedAt} is never closed.`);
  if (field !== '' || record.length > 0 || closed) endRecord();
  return records;
};

/** The separator that the header line uses most, quoted parts left out. */
const separatorOf = (text) => {
  const header = text.split('\n', 1)[0].replaceAll(/"[^"]*"/g, '');
  const count = (separator) => header.split(separator).length;
  return separators.reduce((best, each) => (count(each) > count(best) ? each : best));
};

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const datePattern = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const types = [
  ['number', (value) => numberPattern.test(value)],
  ['date', (value) => datePattern.test(value) && !Number.isNaN(Date.parse(value))],
  ['yes/no', (value) => /^(true|false|yes|no)$/i.test(value)],
];
const typeOf = (values) => (values.length === 0 ? 'empty' : (types.find(([, is]) => values.every(is))?.[0] ?? 'text'));

const shown = (number) => String(Number(number.toPrecision(10)));
const cell = (value) =>
  (value.length > 40 ? `${value.slice(0, 39)}…` : value).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const describe = (name, raw) => {
  const values = raw.filter((value) => value !== '');
  const type = typeOf(values);
  const missing = raw.length - values.length;
  const row = { name, type, missing, min: '', max: '', mean: '', different: new Set(values).size };
  if (type === 'number') {
    const numbers = values.map(Number);
    const sum = numbers.reduce((total, each) => total + each, 0);
    row.min = shown(numbers.reduce((least, each) => Math.min(least, each)));
    row.max = shown(numbers.reduce((most, each) => Math.max(most, each)));
    row.mean = shown(sum / numbers.length);
  } else if (type !== 'empty') {
    const sorted = [...values].sort();
    row.min = cell(sorted[0]);
    row.max = cell(sorted.at(-1));
  }
  return row;
};

const summary = (text) => {
  const separator = separatorOf(text);
  const [header, ...rows] = parse(text, separator);
  if (header === undefined || rows.length === 0)
    throw new Unusable('There is no table with a header line and at least one row in it.');
  const names = header.fields.map((name, index) => name || `column ${index + 1}`);
  if (names.length < 2 && rows.every(({ fields }) => fields.length < 2) && /\s/.test(names[0])) {
    throw new Unusable('I see no separator in the first line.');
  }
  const uneven = rows.filter(({ fields }) => fields.length !== names.length);
  const columns = names.map((name, index) =>
    describe(
      name,
      rows.map(({ fields }) => fields[index] ?? ''),
    ),
  );
  const lines = [
    `**${rows.length} ${rows.length === 1 ? 'row' : 'rows'}, ${names.length} ${names.length === 1 ? 'column' : 'columns'}**`,
    '',
    '| Column | Type | Min | Max | Mean | Different | Missing |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...columns.map(
      (c) => `| ${cell(c.name)} | ${c.type} | ${c.min} | ${c.max} | ${c.mean} | ${c.different} | ${c.missing} |`,
    ),
  ];
  if (uneven.length > 0) {
    const places = uneven.slice(0, 5).map(({ line, fields }) => `line ${line} (${fields.length})`);
    lines.push(
      '',
      `${uneven.length} ${uneven.length === 1 ? 'row has' : 'rows have'} another number of fields than the header: ${places.join(', ')}${uneven.length > 5 ? ', …' : ''}.`,
    );
  }
  return lines.join('\n');
};

try {
  const text = readFileSync(0, 'utf8')
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .trim();
  if (text === '') throw new Unusable('The message is empty.');
  console.log(summary(text));
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(`${error.message} ${usage}`);
  process.exit(2);
}
