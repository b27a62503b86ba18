import { type Plugin, defineConfig } from "vitest/config";

/** The floor browsers of the product, not the bundler's default. */
const floor = ["chrome109", "edge109", "firefox122", "safari16.4"];
const server = "http://localhost:8080";

/** Messages go out without their comments. */
const lean: Plugin = {
  name: "lean-messages",
  transform(code, id) {
    const text = id.endsWith(".ftl?raw") ? /^export default (".*");?\s*$/su.exec(code)?.[1] : undefined;
    return text === undefined ? null : `export default ${JSON.stringify(String(JSON.parse(text)).replace(/^#.*\n|^\n/gmu, ""))};`;
  },
};

export default defineConfig({
  plugins: [lean],
  build: {
    target: floor,
    cssTarget: floor,
    assetsInlineLimit: 0,
    sourcemap: false,
    // The polyfill would be an inline-free but needless script: every floor browser but Safari 16 preloads, and that one only loads later.
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  server: {
    host: "localhost",
    proxy: {
      "/api": { target: server, ws: true },
      "/whip": { target: server },
      "/whep": { target: server },
      "/pictures": { target: server },
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
