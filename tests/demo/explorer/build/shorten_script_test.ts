import { assert, assertEquals, assertMatch } from "@std/assert";
import { bundled, bundleScript } from "../../../../demo/explorer/build/bundle_script.ts";
import { pack } from "../../../../demo/explorer/build/pack.ts";
import { shortenScript } from "../../../../demo/explorer/build/shorten_script.ts";

/** What a script leaves in a global variable. */
function resultOf(script: string, name: string): unknown {
  new Function(script)();
  const result = Reflect.get(globalThis, name);
  Reflect.deleteProperty(globalThis, name);
  return result;
}

/** Modules as a bundler writes them; each leaves its result in `result`. */
const MODULES: Readonly<Record<string, string>> = {
  "properties that are called like variables": "var ab=1,cd={ab:2,x:ab};result=[cd.ab,cd.x,cd?.ab]",
  "shorthands": "var ab=1,cd=2,ef={ab,cd},{ab:gh,zz=5}=ef;function ij({ab,cd:e}){return[ab,e]}result=[ef,gh,zz,ij(ef)]",
  "methods of objects":
    "var ab=1,cd={ab(){return ab},get of(){return 3},async(){return 4},get:5};result=[cd.ab(),cd.of,cd.async(),cd.get]",
  "fields and methods of classes":
    'var ab=2,cd=class{_one=1;static _two=ab;_three;"4"=4;constructor(e){this._three=e}get _five(){return this._one+this._three}of(){return ab}gone(){return 1}static{this._six=ab}};var ef=new cd(7);result=[ef._five,cd._two,cd._six,ef.of(),ef[4]]',
  "regular expressions and divisions":
    'var ab=6,cd=/[/"]ab/g;function ef(t){if(t)/ab/.test("x");return(t)/ab/ab}result=[ef(72),"/ab".replace(cd,"y"),[4][0]/2/ab,ab++/2]',
  "templates in templates": "var ab=1,cd=`ab${`${ab}cd${{ab}.ab}`}ab$`;result=cd",
  "cases, conditions and blocks":
    "var ab=1,cd=2;function ef(t){switch(t){case ab:{let e=cd;return{ab,e}}case t?cd:ab:return t?{cd}:{ab};default:{return ab,cd}}}result=[ef(1),ef(2),ef(0)]",
  "loops over of": "var of=1,ab=[[1,2]];for(let[e,t]of ab)result=[e,t,of];for(let e of ab){result.push(e)}",
  "generators and arrows":
    "function*ab(){yield*[1,2]}async function cd(){}var ef=(e,{ab:t}={ab:3})=>({ab:e,cd:t});result=[[...ab()],typeof cd,ef(1)]",
  "patterns that are declared": "var ab=3,{a:cd=ab,...ef}={b:2},[gh,,ij=ab]=[1];result=[cd,ef,gh,ij]",
  "comments, and names in texts":
    'var ab=1;/* ab */class cd{_x=1;_y=2;used(){return this["_y"]}}// ab\nresult=[new cd().used(),ab,"used"]',
};

for (const [about, module] of Object.entries(MODULES)) {
  Deno.test(`shortenScript keeps what a module does: ${about}`, async () => {
    const short = await shortenScript(module);
    assertEquals(resultOf(short, "result"), resultOf(`(()=>{${module}})()`, "result"), short);
    assertMatch(short, /^\(\(\)=>\{.*\}\)\(\);$/s);
  });
}

/** What is left of the classes of a module: its methods and fields by name. */
async function membersOf(module: string): Promise<string[]> {
  return [...(await shortenScript(module)).matchAll(/\b(?:get )?(\w+)\(\w?\)\{/g)].map(([, name]) => name);
}

Deno.test("shortenScript leaves out methods that nothing calls, one after the other, and none that the platform does", async () => {
  const left = await membersOf(
    "class A{used(){return 1}first(){return this.second()}second(){return 2}get third(){return 3}toJSON(){return 4}" +
      "connectedCallback(){}named(){return 5}}result=[new A().used(),'it is named']",
  );
  assertEquals(left, ["used", "toJSON", "connectedCallback", "named"]);
});

Deno.test("shortenScript leaves out a method that nothing calls but methods of its name", async () => {
  const left = await membersOf(
    "class A{gone(t){return t?this.gone(t-1):0}kept(){return 1}}class B extends A{gone(){return super.gone(2)}kept(){" +
      "return super.kept()}}result=new B().kept()",
  );
  assertEquals(left, ["kept", "kept"]);
});

Deno.test("shortenScript numbers the names of a module in the order of their declaration, and its fields, but for those a text names", async () => {
  const short = await shortenScript(
    "function first(t){return t.x}class Second{_kept=1;_one=first(this);_two=first(2)}let third=new Second;" +
      'result=[third,third._one,third._two,third["_kept"],first(third)]',
  );
  assertMatch(
    short,
    /^\(\(\)=>\{function Aa\(a\).*let Ab=new class\{_kept=1;_a=Aa\(this\);_b=Aa\(2\)\};result=\[Ab,Ab\._a,Ab\._b,/,
  );
});

const MAY_BUNDLE = (["run", "read"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = MAY_BUNDLE ? "" : " (skipped without --allow-run --allow-read)";

Deno.test(`a shortened script has the digests of the bundled one, of all scenarios and models${skipped}`, {
  ignore: !MAY_BUNDLE,
}, async () => {
  const module = new URL("./_digests.ts", import.meta.url);
  const [script, short] = await Promise.all([bundleScript(module), bundled(module, "esm").then(shortenScript)]);
  const [packed, was] = [short, script].map((text) => pack(new TextEncoder().encode(text)).length);
  assert(packed < 0.98 * was, `${packed} of ${was}`);
  assertEquals(resultOf(short, "digests"), resultOf(script, "digests"));
});
