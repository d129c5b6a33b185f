enum GrantsStub {}
