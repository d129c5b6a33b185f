enum MoneyStub {}
