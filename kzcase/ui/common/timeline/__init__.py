"""The timeline on screen: painted from the pure layout that papers use too."""
