import { readFileSync } from 'node:fs';

/** Every unit with its factor to the first of its kind, and the names people write. */
const kinds = {
  length: {
    m: [1, 'meter meters metre metres'],
    km: [1000, 'kilometer kilometers kilometre kilometres'],
    cm: [0.01, 'centimeter centimeters centimetre centimetres'],
    mm: [0.001, 'millimeter millimeters millimetre millimetres'],
    mi: [1609.344, 'mile miles'],
    yd: [0.9144, 'yard yards'],
    ft: [0.3048, 'foot feet'],
    in: [0.0254, 'inch inches'],
    nmi: [1852, '"nautical mile" "nautical miles"'],
  },
  mass: {
    kg: [1, 'kilogram kilograms kilo kilos'],
    g: [0.001, 'gram grams'],
    mg: [1e-6, 'milligram milligrams'],
    t: [1000, 'tonne tonnes'],
    lb: [0.45359237, 'lbs pound pounds'],
    oz: [0.028349523125, 'ounce ounces'],
    st: [6.35029318, 'stone stones'],
  },
  volume: {
    l: [1, 'liter liters litre litres'],
    ml: [0.001, 'milliliter milliliters millilitre millilitres'],
    m3: [1000, 'm³ "cubic meter" "cubic meters" "cubic metre" "cubic metres"'],
    gal: [3.785411784, 'gallon gallons "us gallon" "us gallons"'],
    qt: [0.946352946, 'quart quarts'],
    pt: [0.473176473, 'pint pints'],
    cup: [0.2365882365, 'cups'],
    floz: [0.0295735295625, '"fl oz" "fluid ounce" "fluid ounces"'],
  },
  time: {
    s: [1, 'sec second seconds'],
    ms: [0.001, 'millisecond milliseconds'],
    min: [60, 'minute minutes'],
    h: [3600, 'hr hour hours'],
    d: [86400, 'day days'],
    wk: [604800, 'week weeks'],
  },
  'data size': {
    B: [1, 'byte bytes'],
    bit: [0.125, 'bits'],
    kB: [1e3, 'kilobyte kilobytes'],
    MB: [1e6, 'megabyte megabytes'],
    GB: [1e9, 'gigabyte gigabytes'],
    TB: [1e12, 'terabyte terabytes'],
    KiB: [1024, 'kibibyte kibibytes'],
    MiB: [1024 ** 2, 'mebibyte mebibytes'],
    GiB: [1024 ** 3, 'gibibyte gibibytes'],
    TiB: [1024 ** 4, 'tebibyte tebibytes'],
  },
  temperature: { C: [1, '°c celsius centigrade'], F: [1, '°f fahrenheit'], K: [1, 'kelvin'] },
};
const toKelvin = { C: (t) => t + 273.15, F: (t) => ((t - 32) * 5) / 9 + 273.15, K: (t) => t };
const fromKelvin = { C: (t) => t - 273.15, F: (t) => ((t - 273.15) * 9) / 5 + 32, K: (t) => t };

const usage = `Ask like "12 km in miles" or "98.6 F to C". I know:\n${Object.entries(kinds)
  .map(([kind, units]) => `* ${kind}: ${Object.keys(units).join(', ')}`)
  .join('\n')}`;

const units = Object.entries(kinds).flatMap(([kind, known]) =>
  Object.entries(known).flatMap(([symbol, [factor, names]]) =>
    [symbol, ...names.match(/"[^"]+"|\S+/g).map((name) => name.replaceAll('"', ''))].map((name) => ({
      kind,
      symbol,
      factor,
      name,
    })),
  ),
);

class Unusable extends Error {}

/** Exact spelling first: data sizes differ only by their letter case. */
const unitOf = (name) => {
  const exact = units.find((unit) => unit.name === name);
  const loose = units.find((unit) => unit.name.toLowerCase() === name.toLowerCase());
  const found = exact ?? loose;
  if (found === undefined) throw new Unusable(`I do not know the unit "${name}".`);
  return found;
};

/** "1,234.5" and "1 234.5" are one number; a single comma before other than three digits is a decimal comma. */
const numberOf = (text) => {
  const compact = text.replaceAll(/[\s_']/g, '');
  const value = Number(
    /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)
      ? compact.replaceAll(',', '')
      : compact.replace(/^([+-]?\d+),(\d+)$/, '$1.$2'),
  );
  if (!Number.isFinite(value)) throw new Unusable(`"${text.trim()}" is not a number I can read.`);
  return value;
};

const converted = (value, from, to) => {
  if (from.kind !== to.kind)
    throw new Unusable(`${from.symbol} is a ${from.kind} and ${to.symbol} a ${to.kind}: they do not convert.`);
  if (from.kind !== 'temperature') return (value * from.factor) / to.factor;
  const kelvin = toKelvin[from.symbol](value);
  if (kelvin < 0) throw new Unusable('That is colder than absolute zero.');
  return fromKelvin[to.symbol](kelvin);
};

const shown = (value) =>
  Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-6)
    ? value.toExponential(6)
    : String(Number(value.toPrecision(10)));

try {
  const text = readFileSync(0, 'utf8').trim();
  if (text === '') throw new Unusable('The message is empty.');
  const question =
    /(?:^|\s)([+-]?[\d.,'_]+(?:\s\d{3})*(?:e[+-]?\d+)?)\s*(°?[a-zµ³][a-z³ ]*?\d?)\s+(?:in|to|into|as|=)\s+(°?[a-z][a-z³ ]*?\d?)\s*[?.!]*$/iu.exec(
      text,
    );
  if (question === null) throw new Unusable('I did not find a number, a unit and a second unit in the message.');
  const value = numberOf(question[1]);
  const from = unitOf(question[2].trim());
  const to = unitOf(question[3].trim());
  console.log(`**${shown(value)} ${from.symbol} = ${shown(converted(value, from, to))} ${to.symbol}** (${from.kind})`);
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}
