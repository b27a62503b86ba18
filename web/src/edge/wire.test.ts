import { describe, expect, it } from "vitest";
import { helping } from "../core/fixtures.ts";
import { Unreadable, readJson } from "./shape.ts";
import * as wire from "./wire.ts";

const read = (value: unknown): unknown => readJson(JSON.stringify(value), wire.view);

describe("what comes over the wire", () => {
  it("is read when it is what was agreed", () => {
    const sent = helping({ endsAt: "2026-05-28T20:36:40Z", code: { expiresAt: "2026-05-28T20:36:40Z", extendable: true } });

    expect(read(sent)).toEqual(sent);
  });

  it("loses fields that nobody agreed on", () => {
    expect(read({ ...helping(), admin: true, constructor: "x" })).toEqual(helping());
  });

  it("counts null as absent", () => {
    expect(read({ ...helping(), endReason: null })).toEqual(helping());
  });

  it.each([
    ["another state", { ...helping(), state: "OPENED" }],
    ["a version that is no number", { ...helping(), version: "3" }],
    ["a version below zero", { ...helping(), version: -1 }],
    ["a missing field", { ...helping(), you: undefined }],
    ["people who are no list", { ...helping(), others: {} }],
    ["far too many people", { ...helping(), others: Array.from({ length: 51 }, () => helping().others[0]) }],
    ["a name that is an object", { ...helping(), others: [{ ...helping().others[0], person: { name: { html: "<b>" }, domain: "x", domainVerified: true } }] }],
    ["a name from the prototype", { ...helping(), state: "toString" }],
    ["nothing", null],
    ["a list", []],
  ])("is refused as %s", (_what, value) => {
    expect(() => read(value)).toThrow(Unreadable);
  });

  it.each(["https://evil.example/x.png", "//evil.example/x.png", "/\\evil.example", "javascript:alert(1)", "data:image/svg+xml,x"])("takes no picture from %s", (picture) => {
    const other = helping().others[0];

    expect(() => read({ ...helping(), others: [{ ...other, person: { ...other?.person, picture } }] })).toThrow(Unreadable);
  });

  it("takes a picture of this host", () => {
    const other = helping().others[0];

    expect(read({ ...helping(), others: [{ ...other, person: { ...other?.person, picture: "/pictures/usr_1" } }] })).toMatchObject({ others: [{ person: { picture: "/pictures/usr_1" } }] });
  });

  it("is ignored when a node or server says something newer", () => {
    expect(readJson('{"type":"wave"}', wire.nodeMessage)).toBeNull();
    expect(readJson('{"type":"wave"}', wire.liveDown)).toBeNull();
  });

  it("is refused when a known message is broken", () => {
    expect(() => readJson('{"type":"ended","reason":"because"}', wire.nodeMessage)).toThrow(Unreadable);
    expect(() => readJson('{"type":"chat","seq":1}', wire.nodeMessage)).toThrow(Unreadable);
    expect(() => readJson("{", wire.nodeMessage)).toThrow(Unreadable);
    expect(() => readJson('{"type":"toString"}', wire.nodeMessage)).not.toThrow();
  });

  it("keeps chat of any script as it is", () => {
    const chat = { type: "chat", seq: 1, id: "a", from: "par_1", at: "2026-05-28T20:36:40Z", text: "你好 \u202e مرحبا <b>👩🏽‍💻", mac: "m" };

    expect(readJson(JSON.stringify(chat), wire.nodeMessage)).toEqual(chat);
  });
});
