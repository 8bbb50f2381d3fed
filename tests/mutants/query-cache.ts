import type { Mutants } from './mutant';

export const queryCache: Mutants = {
  mutants: [
    {
      file: 'index.ts',
      name: 'the key holds no tenant',
      find: 'JSON.stringify([tenant, sql, parameters])',
      replace: 'JSON.stringify([sql, parameters])',
    },
    {
      file: 'index.ts',
      name: 'the key holds no parameters',
      find: 'JSON.stringify([tenant, sql, parameters])',
      replace: 'JSON.stringify([tenant, sql])',
    },
    {
      file: 'index.ts',
      name: 'a write outdates before it commits',
      find: '      const result = await work();\n      try {\n        await outdate(tags);\n',
      replace: '      await outdate(tags);\n      const result = await work();\n      try {\n',
    },
    {
      file: 'index.ts',
      name: 'a committed write throws where Redis is away',
      find: 'return { result, outdated: false };',
      replace: 'throw error;',
    },
    {
      file: 'index.ts',
      name: 'more rows than one command takes stay fresh',
      find: 'from < tags.length;',
      replace: 'from < maxInvalidated;',
    },
    {
      file: 'dependencies.ts',
      name: 'a write of a tenant leaves the queries over all of them',
      find: '[part(tenant), overAll].flatMap(',
      replace: '[part(tenant)].flatMap(',
    },
    {
      file: 'dependencies.ts',
      name: 'a write over all tenants leaves the queries of each',
      find: 'return [...own, tag(ofAny, table)];',
      replace: 'return own;',
    },
    {
      file: 'dependencies.ts',
      name: 'a write that names no row leaves the queries of one',
      find: '[row, anyRow].map(',
      replace: '[row].map(',
    },
    {
      file: 'dependencies.ts',
      name: 'a tenant named * is all of them',
      find: ".replaceAll('*', '%2A')",
      replace: '',
    },
    {
      file: 'canonical-sql.ts',
      name: 'the case of words tells queries apart',
      find: 'quoted ?? asciiLower(plain!)',
      replace: 'quoted ?? plain!',
    },
    {
      file: 'canonical-sql.ts',
      name: 'the case of quoted texts tells nothing apart',
      find: 'quoted ?? asciiLower(plain!)',
      replace: 'asciiLower(quoted ?? plain!)',
    },
    {
      file: 'canonical-sql.ts',
      name: 'two strings after each other are drawn together',
      find: '    if (blank && isString && isAfterString) return text;\n',
      replace: '',
    },
    {
      file: 'canonical-sql.ts',
      name: 'a comment within a comment ends both',
      find: "found[0] === '/*' ? 1 : -1",
      replace: "found[0] === '/*' ? (depth === 0 ? 1 : 0) : -1",
    },
    {
      file: 'parameters.ts',
      name: 'a text is the number that it looks like',
      find: "if (typeof value === 'string') return JSON.stringify(value);",
      replace: "if (typeof value === 'string') return value;",
    },
    {
      file: 'parameters.ts',
      name: 'the order of names tells parameters apart',
      find: 'Object.keys(parameters).sort()',
      replace: 'Object.keys(parameters)',
    },
    {
      file: 'parameters.ts',
      name: 'a date is the number of its milliseconds',
      find: 'return `d${spellNumber(value.getTime())}`;',
      replace: 'return spellNumber(value.getTime());',
    },
  ],
};
