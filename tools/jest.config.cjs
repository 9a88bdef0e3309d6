module.exports = {
  ...require('../jest.preset.cjs')(__dirname),
  testMatch: [
    '<rootDir>/{start,supervisor,test,new-slice,readme,docs,servers,shape,eslint,commits,language,compose,fuzz}/**/*.spec.ts',
  ],
};
