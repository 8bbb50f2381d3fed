/** A Lua script imported as its text: `import source from './x.lua' with { type: 'text' }`. */
declare module '*.lua' {
  const source: string;
  export default source;
}
